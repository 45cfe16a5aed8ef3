/// A function's parameters by role, worked out once.
final class ParameterLayout {
  let all: [ParameterDeclaration]
  let positional: [Int]
  /// How many positional parameters must be given.
  let required: Int
  let variadic: Int?
  let options: [Int]
  let optionNames: [String]
  /// Of a positional parameter that is an option too: where it is as such.
  let twins: [Int?]
  /// Where each parameter's value has its room in a call's memory, and how much all take.
  let rooms: [Int]
  let roomSize: Int

  init(_ parameters: [ParameterDeclaration]) {
    all = parameters
    positional = parameters.indices.filter { parameters[$0].role == .positional }
    required = positional.prefix { parameters[$0].isRequired }.count
    variadic = parameters.firstIndex { $0.role == .variadic }
    options = parameters.indices.filter { parameters[$0].role == .option }
    optionNames = options.map { parameters[$0].name }
    twins = parameters.indices.map { i in
      parameters.indices.first { $0 > i && parameters[$0].parameter === parameters[i].parameter }
    }
    var (rooms, end) = ([Int](), 0)
    for declaration in parameters {
      rooms.append(end)
      // No Swift value is aligned to more.
      end += (declaration.parameter.size + 15) & ~15
    }
    (self.rooms, roomSize) = (rooms, end)
  }
}
