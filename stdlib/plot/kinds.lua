---The kinds of file that `plot` writes: ending, and the module whose `render(figure)` returns the file's bytes.
return {
  {ending = ".svg", module = "plot.svg"},
}
