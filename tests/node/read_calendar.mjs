// Reads calendars with ical.js: a line of JSON in is a calendar's text, a line out is what it says.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

function moment(time) {
  if (!time) return null;
  return time.isDate ? time.toString() : { at: time.toUnixTime(), shown: time.toString(), zone: time.zone.tzid };
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
    others: calendar.getAllSubcomponents().filter((part) => !["vevent", "vtimezone"].includes(part.name)).length,
    events: calendar.getAllSubcomponents("vevent").map((part) => {
      const event = new ICAL.Event(part);
      const alarm = part.getFirstSubcomponent("valarm");
      return {
        uid: event.uid,
        title: event.summary,
        text: event.description,
        start: moment(event.startDate),
        end: moment(event.endDate),
        sequence: event.sequence,
        made: moment(part.getFirstPropertyValue("dtstamp")).at,
        class: part.getFirstPropertyValue("class"),
        busy: part.getFirstPropertyValue("transp"),
        alarm: alarm && alarm.getFirstPropertyValue("trigger").toSeconds(),
      };
    }),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
