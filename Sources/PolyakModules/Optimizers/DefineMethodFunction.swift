import HeavyBall
import LuaKit

private let loss = Parameters.loss.described("what to minimise")
private let eta = Parameter("eta", .schedule(in: .positive), "the time of a step", default: 1)
private let title = Parameter("title", .string, "what made its trajectories", default: "own method")

/// `optim.define`.
let defineMethodFunction = Function(
  "define",
  "A method of your own. The function that makes a step is traced, as those of losses.define are, and compiled together with "
    + "the loss's gradient; then it is called with numbers to check.",
  [], options: [loss, TracedMethod.step, TracedMethod.memory, eta, title, Parameters.fma],
  returns: .object(OptimizerObject.self),
  example: """
    heavy = optim.define{loss = losses.product{y = 1}, memory = {m = 0}, step = function(b, memory, k, gradient)
      local m = 0.5 * memory.m - 0.1 * gradient(b)
      return b + m, {m = m}
    end}
    heavy:run({2, 0.8}, 3):final()[1]  --> 1.87928
    """
) { call in
  let loss = try call[loss]
  let sizes = try call[eta]
  let watch = call.watch(call.name)
  do {
    let method = try TracedMethod(
      try call[TracedMethod.step], memory: try call[TracedMethod.memory] ?? [], on: loss.objective, call)
    let iteration = try Iteration(
      title: try call[title], on: loss.objective, memory: method.variables, stepSize: sizes,
      isFused: try call[Parameters.fma], poll: { try watch.poll() }
    ) { k, β, memory, gradient in try method.trace(k.number, β, memory, gradient: gradient) }
    try method.compare(with: iteration)
    return OptimizerObject("define", iteration, on: loss)
  } catch let fault as StepFault { throw call.error(fault.message, at: TracedMethod.step) }
}
