// Sorting and search in the list of opportunities. Without this script the list and its filters
// are all there; it only adds to them. A classic script, so that it also runs from a file.
(function () {
  "use strict";
  var table = document.getElementById("rows");
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var seek = document.getElementById("seek");
  var told = document.querySelector(".seek output");

  function key(row, column) {
    var cell = row.cells[column];
    return cell.getAttribute("data-sort") || cell.textContent.trim();
  }

  function compare(a, b) {
    return a.localeCompare(b, undefined, { numeric: true });
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var up = head.getAttribute("aria-sort") !== "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      rows.sort(function (a, b) {
        return (up ? 1 : -1) * compare(key(a, column), key(b, column));
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });

  function search() {
    var sought = seek.value.trim().toLowerCase();
    rows.forEach(function (row) {
      row.hidden = sought !== "" && row.textContent.toLowerCase().indexOf(sought) < 0;
    });
    count();
  }

  function count() {
    var shown = rows.filter(function (row) { return row.offsetParent !== null; }).length;
    told.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " shown";
  }

  seek.addEventListener("input", search);
  document.querySelector(".filters").addEventListener("change", count);
  document.querySelector(".seek").hidden = false;
  search();
})();
