import HeavyBall
import LuaKit

private let optimizer = Parameter("optimizer", .object(OptimizerObject.self), "the optimizer")
private let isForEnsembles = Parameter("ensemble", .boolean, "the code for many starting points", default: false)

/// `diagnostics.machine_code`.
let machineCodeFunction = Function(
  "machine_code",
  "A step of an optimizer as machine code for this processor, what runs of more than a thousand steps run: the bytes of "
    + "the instructions and of the constants behind them, written anew by each call. nil where there is none: on other "
    + "processors, with POLYAK_NATIVE=0, where the system refuses it, for large losses and those with products of "
    + "matrices. In a file, objdump -D -b binary -m i386:x86-64 shows it, with -m aarch64 on such a processor.",
  [optimizer], options: [isForEnsembles], returns: .string,
  example: "#(diagnostics.machine_code(optim.gd{loss = losses.product{y = 1}, eta = 0.1}) or \"\") < 4096  --> true"
) { call -> LuaValue in
  let code = try call[optimizer].iteration.machineCode(isForEnsembles: call[isForEnsembles])
  return code.map { LuaValue.string(LuaString(bytes: $0)) } ?? .nil
}
