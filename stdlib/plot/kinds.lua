---The kinds of file that `plot` writes: ending, and the module whose `render(figure)` returns the file's bytes.
return {
  {ending = ".svg", module = "plot.svg"},
  {ending = ".png", module = "plot.png"},
  {ending = ".pdf", module = "plot.pdf"},
  {ending = ".six", module = "plot.sixel"},
  {ending = ".sixel", module = "plot.sixel"},
  {ending = ".gp", module = "plot.gnuplot"},
  {ending = ".tex", module = "plot.pgfplots"},
}
