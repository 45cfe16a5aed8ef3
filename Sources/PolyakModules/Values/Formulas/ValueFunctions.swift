extension ValueFunction {
  /// The functions of whole values that losses are written with, beside those of each number: ``ElementaryFunctions/all``. A
  /// new one is a file in this folder and a line here; the global function, the methods, help, what is offered and what is
  /// tested follow.
  static let all: [ValueFunction] = [
    .sum, .mean, .cumulativeSum, .norm, .dot, .outer, .logSumExp, .softmax, .largest, .smallest, .choice, .slice, .rows, .columns,
    .pick, .diagonal, .reshape, .flatten, .concat, .stack, .sort,
  ]
}
