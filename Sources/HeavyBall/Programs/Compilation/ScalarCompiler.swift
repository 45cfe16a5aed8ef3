/// Turns a graph of scalars into a ``ScalarCode``: products fused into sums, registers shared by what is not alive
/// together, results written where they belong.
struct ScalarCompiler {
  private var code = ScalarCode()
  /// The register that holds each node's value.
  private var registers: [Int: Int] = [:]
  private var free: [Int] = []
  private let graph: Graph
  private let nodes: [Int]
  /// How many instructions and outputs still read each node.
  private var uses: [Int: Int] = [:]

  /// - Parameters:
  ///   - outputs: scalar expressions, and the registers they are to end in.
  ///   - inputs: scalar inputs, and the registers they are in at the start.
  ///   - registerCount: how many registers inputs and outputs take together.
  ///   - poll: called every thousand nodes or so; what it throws ends the work.
  static func compile<E: Error>(
    outputs: [(value: Expression, register: Int)], inputs: [(value: Expression, register: Int)], registerCount: Int,
    poll: () throws(E) -> Void
  ) throws(E) -> ScalarCode {
    guard let graph = outputs.first?.value.graph else { return ScalarCode(registerCount: registerCount) }
    var compiler = ScalarCompiler(graph: graph, outputs: outputs.map(\.value))
    compiler.code.registerCount = registerCount
    for input in inputs { compiler.registers[input.value.node] = input.register }
    try compiler.emitAll(outputs: outputs, inputs: inputs, poll: poll)
    return compiler.code
  }

  private init(graph: Graph, outputs: [Expression]) {
    self.graph = graph
    nodes = graph.reachable(from: outputs.map(\.node))
    for node in nodes { for operand in graph.nodes[node].operands { uses[operand, default: 0] += 1 } }
    for output in outputs { uses[output.node, default: 0] += 1 }
  }

  private mutating func emitAll<E: Error>(
    outputs: [(value: Expression, register: Int)], inputs: [(value: Expression, register: Int)], poll: () throws(E) -> Void
  ) throws(E) {
    let inputRegisters = Dictionary(inputs.map { ($0.register, $0.value.node) }, uniquingKeysWith: { first, _ in first })
    var home: [Int: Int] = [:]
    for output in outputs where home[output.value.node] == nil { home[output.value.node] = output.register }
    let fused = fusedProducts()
    let inputNodes = Set(inputRegisters.values)

    for node in nodes where registers[node] == nil {
      if let value = Expression(graph: graph, node: node).uniformValue {
        registers[node] = newRegister()
        code.constants.append((registers[node]!, value))
      }
    }
    for (turn, node) in nodes.enumerated() where registers[node] == nil && !fused.contains(node) {
      if turn % 1024 == 0 { try poll() }
      var instruction = self.instruction(for: node, fused: fused)
      let operands = operandNodes(of: node, fused: fused)
      for operand in operands { release(operand, isInput: inputNodes.contains(operand)) }
      // A state's register may be overwritten once the old state is not read any more.
      let register: Int
      if let wanted = home[node], inputRegisters[wanted].map({ uses[$0, default: 0] == 0 }) ?? true {
        register = wanted
      } else {
        register = free.popLast() ?? newRegister()
      }
      instruction.result = Int32(register)
      registers[node] = register
      code.instructions.append(instruction)
    }
    copyOutputs(outputs)
  }

  /// Products with a single reader that adds or subtracts them: they become part of that instruction.
  private func fusedProducts() -> Set<Int> {
    var fused: Set<Int> = []
    for node in nodes {
      let operation = graph.nodes[node].operation
      guard operation is Add || operation is Subtract else { continue }
      if let product = graph.nodes[node].operands.last(where: isFusible) { fused.insert(product) }
    }
    return fused
  }

  private func isFusible(_ node: Int) -> Bool { graph.nodes[node].operation is Multiply && uses[node] == 1 }

  private func operandNodes(of node: Int, fused: Set<Int>) -> [Int] {
    graph.nodes[node].operands.flatMap { fused.contains($0) ? graph.nodes[$0].operands : [$0] }
  }

  private mutating func instruction(for node: Int, fused: Set<Int>) -> ScalarInstruction {
    let (operation, operands) = (graph.nodes[node].operation, graph.nodes[node].operands)
    if let product = operands.first(where: fused.contains) {
      let other = operands[0] == product ? operands[1] : operands[0]
      let opcode: Opcode =
        operation is Add
        ? .multiplyAdd : operands[0] == product ? .multiplySubtract : .subtractProduct
      let factors = graph.nodes[product].operands.map { Int32(registers[$0]!) }
      return ScalarInstruction(opcode: opcode, result: 0, a: factors[0], b: factors[1], c: Int32(registers[other]!))
    }
    let r = operands.map { Int32(registers[$0]!) }
    guard let elementwise = operation as? any ElementwiseOperation else {
      preconditionFailure("\(type(of: operation).name) is not written out in scalars")
    }
    switch type(of: elementwise).primitive {
    case .add: return ScalarInstruction(opcode: .add, result: 0, a: r[0], b: r[1])
    case .subtract: return ScalarInstruction(opcode: .subtract, result: 0, a: r[0], b: r[1])
    case .multiply: return ScalarInstruction(opcode: .multiply, result: 0, a: r[0], b: r[1])
    case .divide: return ScalarInstruction(opcode: .divide, result: 0, a: r[0], b: r[1])
    case .select: return ScalarInstruction(opcode: .select, result: 0, a: r[0], b: r[1], c: r[2])
    case .unary(let function):
      code.unary.append(function)
      return ScalarInstruction(opcode: .unary, result: 0, a: r[0], b: Int32(code.unary.count - 1))
    case .binary(let function):
      code.binary.append(function)
      return ScalarInstruction(opcode: .binary, result: 0, a: r[0], b: r[1], c: Int32(code.binary.count - 1))
    }
  }

  private mutating func newRegister() -> Int {
    code.registerCount += 1
    return code.registerCount - 1
  }

  /// Notes that one reader of a node is done; a temporary's register becomes free with the last.
  private mutating func release(_ node: Int, isInput: Bool) {
    uses[node]! -= 1
    guard uses[node] == 0, !isInput, graph.nodes[node].operands.isEmpty == false else { return }
    free.append(registers[node]!)
  }

  /// Copies to their places the outputs that were not computed there, without overwriting one still to be copied.
  private mutating func copyOutputs(_ outputs: [(value: Expression, register: Int)]) {
    let copies = outputs.filter { registers[$0.value.node]! != $0.register }
    let targets = Set(copies.map(\.register))
    var sources: [Int: Int] = [:]
    for copy in copies {
      let source = registers[copy.value.node]!
      guard targets.contains(source), sources[source] == nil else { continue }
      let aside = newRegister()
      sources[source] = aside
      code.instructions.append(ScalarInstruction(opcode: .copy, result: Int32(aside), a: Int32(source)))
    }
    for copy in copies {
      let source = registers[copy.value.node]!
      code.instructions.append(
        ScalarInstruction(opcode: .copy, result: Int32(copy.register), a: Int32(sources[source] ?? source)))
    }
  }
}
