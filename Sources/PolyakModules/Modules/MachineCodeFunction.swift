import HeavyBall
import LuaKit

/// `diagnostics.machine_code`.
let machineCodeFunction = Function(
  "machine_code",
  "A step of an optimizer as machine code for this processor, what runs of more than a thousand steps run: the bytes of "
    + "the instructions and of the constants behind them, written anew by each call. nil where there is none: on other "
    + "processors, with POLYAK_NATIVE=0, where the system refuses it, for large losses and those with products of "
    + "matrices. In a file, objdump -D -b binary -m i386:x86-64 shows it, with -m aarch64 on such a processor.",
  .positional("optimizer", .object(OptimizerObject.self), "the optimizer"),
  .option("ensemble", .boolean, default: false, "the code for many starting points"),
  returns: .string,
  example: "#(diagnostics.machine_code(optim.gd{loss = losses.product{y = 1}, eta = 0.1}) or \"\") < 4096  --> true"
) { call in
  let iteration = try call.object("optimizer", OptimizerObject.self).iteration
  return iteration.machineCode(isForEnsembles: try call.boolean("ensemble")).map { LuaValue.string(LuaString(bytes: $0)) }
    ?? .nil
}
