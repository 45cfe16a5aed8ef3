/// A tree of values as one of NumPy's archives (.npz): every array is an entry `memory.m.npy`, named by the way to it, and the
/// rest is JSON in the bytes of the entry `about.npy`, where `{"array": "memory.m"}` stands for an array.
///
///     z = numpy.load("run.npz"); z["beta"]; json.loads(z["about"].tobytes())
enum NPZArchive {
  private static let about = "about"

  /// Writes a tree.
  ///
  /// - Throws: ``FileFailure`` where it cannot be written; what `supervision` throws.
  static func write(_ tree: DataTree, to path: FileName, _ supervision: Supervision = Supervision()) throws {
    let file = try AtomicFile(path, supervision)
    var archive = ZIPWriter(file, supervision)
    let rest = try addArrays(of: tree, [], to: &archive)
    let text = Array(JSONWriter.text(of: rest).utf8)
    try archive.add(about + ".npy", NPYHeader.bytes(UInt8.self, shape: [text.count]), numbers: text)
    try archive.end()
    try file.commit()
  }

  /// Adds the arrays, and answers the tree without them.
  private static func addArrays(of tree: DataTree, _ way: [String], to archive: inout ZIPWriter) throws -> DataTree {
    switch tree {
    case .array(let array):
      // Entries' names have fewer than 65,536 bytes.
      let name = String(way.joined(separator: ".").prefix(10_000))
      switch array.elements {
      case .doubles(let numbers): try add(numbers, array.shape, name, to: &archive)
      case .floats(let numbers): try add(numbers, array.shape, name, to: &archive)
      case .integers(let numbers): try add(numbers, array.shape, name, to: &archive)
      }
      return .group([DataTree.Field("array", .text(name))])
    case .group(let fields):
      return .group(
        try fields.map { DataTree.Field($0.name, try addArrays(of: $0.value, way + [$0.name], to: &archive)) })
    default: return tree
    }
  }

  private static func add<Number: NPYScalar>(
    _ numbers: [Number], _ shape: [Int], _ name: String, to archive: inout ZIPWriter
  ) throws {
    try archive.add(name + ".npy", NPYHeader.bytes(Number.self, shape: shape), numbers: numbers)
  }

  /// The tree that ``write(_:to:_:)`` has written.
  ///
  /// - Throws: ``FileFailure`` where the file is not there or is none of those; what `supervision` throws.
  static func read(_ path: FileName, _ supervision: Supervision = Supervision()) throws -> DataTree {
    let file = try InputFile(path)
    let reader = NPYReader(path: path, supervision: supervision)
    var archive = ZIPReader(file, supervision)
    var arrays: [String: NPYArray] = [:]
    while let name = try archive.next() {
      guard name.hasSuffix(".npy") else { continue }
      arrays[String(name.dropLast(4))] = try reader.read(file)
    }
    guard case .integers(let text)? = arrays[about]?.elements else {
      throw file.failure("an archive of arrays without '\(about)', which says what they are")
    }
    do {
      let rest = try JSONReader.read(text.map { UInt8(truncatingIfNeeded: $0) }, supervision)
      return try putBack(arrays, into: rest) { file.failure("it is damaged: it has no array '\($0)'") }
    } catch let refusal as JSONReader.Refusal {
      throw file.failure("its entry '\(about)' is no JSON: \(refusal.reason)")
    }
  }

  private static func putBack(
    _ arrays: [String: NPYArray], into tree: DataTree, missing: (String) -> FileFailure
  ) throws(FileFailure) -> DataTree {
    guard case .group(var fields) = tree else { return tree }
    if fields.count == 1, let name = tree["array"]?.text {
      guard let array = arrays[name] else { throw missing(name) }
      return .array(array)
    }
    for i in fields.indices { fields[i].value = try putBack(arrays, into: fields[i].value, missing: missing) }
    return .group(fields)
  }
}
