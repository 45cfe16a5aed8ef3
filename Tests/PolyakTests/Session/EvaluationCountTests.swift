import Testing

/// Each line in a program of its own, whose counts nobody else adds to.
@Suite("What :time counts") struct EvaluationCountTests {
  @Test(
    "each evaluation once",
    arguments: [
      ("L{1, 2}", "1 loss value"),
      ("L:gradient{1, 2}", "1 gradient"),
      ("L:hvp({1, 2}, {1, 0})", "1 Hessian product"),
      ("L:derivative({1, 2}, {1, 0}, {0, 1})", "1 higher derivative"),
      ("L:hessian{1, 2}", "2 Hessian products"),
      ("hb:run({2.8, 3.5}, 200)", "200 gradients"),
      ("hb:run({{2.8, 3.5}, {1, 2}, {1, 1}}, 200)", "600 gradients"),
      ("f:integrate({2.8, 3.5}, 200, {method = 'euler', substeps = 10})", "2000 field evaluations"),
      ("f:integrate({2.8, 3.5}, 200, {method = 'rk4', substeps = 3})", "2400 field evaluations"),
      ("f:integrate({2.8, 3.5}, 200)", "818 field evaluations"),
      // More than a thousand: by machine code where there is some, and from the first on in the second run.
      ("hb:run({2.8, 3.5}, 5000, {every = 1})", "5000 gradients"),
      ("hb:run({2.8, 3.5}, 5000, {every = 10})", "5000 gradients"),
      ("f:integrate({2.8, 3.5}, 5000, {method = 'rk4', substeps = 1})", "20000 field evaluations"),
      ("warm:run({2.8, 3.5}, 700, {every = 1})", "700 gradients"),
      ("warm:run({{2.8, 3.5}, {1, 2}, {1, 1}}, 700, {every = 10})", "2100 gradients"),
      // Along gradient descent what is recorded costs two gradients at its end, along heavy ball one more at each step.
      ("gd:run({2.8, 3.5}, 20, {record = {loss = 1, gradient = 1, directional_smoothness = 1}})", "22 gradients"),
      ("hb:run({2.8, 3.5}, 20, {record = {loss = 1, gradient = 1, step_smoothness = 1}})", "22 gradients"),
      ("hb:run({2.8, 3.5}, 20, {record = {loss = 1, gradient = 1, directional_smoothness = 1}})", "42 gradients"),
      ("gd:run({2.8, 3.5}, 20, {record = {loss = 5, directional_smoothness = 5}})", "22 gradients"),
      ("gd:run({2.8, 3.5}, 20, {record = {loss = 10, gradient = 10}})", "3 loss values, 23 gradients"),
      ("hb:run({2.8, 3.5}, 200).loss", "201 loss values, 200 gradients"),
    ])
  func counts(_ expression: String, _ expected: String) throws {
    let outcome = try polyak(
      "-i",
      input: """
        L = losses.product{x = 1, y = 0.6}
        hb = optim.hb{loss = L, eta = 5e-3, mu = 0.7}
        gd = optim.gd{loss = L, eta = 5e-3}
        f = hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 3, form = "limit"}
        warm = optim.hb{loss = L, eta = 5e-3, mu = 0.7}
        warm:run({2.8, 3.5}, 3000, {every = 7}); warm:run({{2.8, 3.5}, {1, 2}, {1, 1}}, 3000, {every = 7})
        :time \(expression)

        """)
    let counted = outcome.output.split(separator: "\n").compactMap { line in
      line.firstRange(of: "s; ").map { String(line[$0.upperBound...]) }
    }
    #expect(counted == [expected], "\(outcome)")
  }

  @Test(":bench gives them for one run") func bench() throws {
    let outcome = try polyak(
      "-i",
      input: """
        L = losses.product{x = 1, y = 0.6}
        :bench L:gradient{1, 2}

        """)
    #expect(outcome.output.contains("\n1 gradient a run\n"), "\(outcome)")
    #expect(outcome.output.contains("  median; half of them within "), "\(outcome)")
  }
}
