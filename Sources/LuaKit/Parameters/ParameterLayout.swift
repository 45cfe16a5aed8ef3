/// A function's parameters by role, worked out once.
final class ParameterLayout {
  let all: [ParameterDeclaration]
  let positional: [Int]
  /// How many positional parameters must be given.
  let required: Int
  let variadic: Int?
  let options: [Int]
  let optionNames: [String]
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
    var (rooms, end) = ([Int](), 0)
    for declaration in parameters {
      rooms.append(end)
      // No Swift value is aligned to more.
      end += (declaration.parameter.size + 15) & ~15
    }
    (self.rooms, roomSize) = (rooms, end)
  }
}
