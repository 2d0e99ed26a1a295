"""The numbers in sentences: made from them, and from nothing else."""
