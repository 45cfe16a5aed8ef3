/// Writes arrays as `numpy.savez` does: an archive with an entry for each.
///
///     try NPZWriter.write([("loss", .numbers(NPYArray(losses))), ("kind", .texts(["early", "late"]))], to: "sweep.npz")
///     z = numpy.load("sweep.npz"); z["loss"][z["kind"] == "late"]
///
/// The file is whole or not there, and what it replaces stays until then.
public enum NPZWriter {
  /// What an entry of the archive holds.
  public enum Column: Equatable, Sendable {
    /// An array of any shape, in the precision that it has.
    case numbers(NPYArray)
    /// An array of one dimension of NumPy's strings, each of as many characters as the longest has.
    case texts([String])
  }

  /// - Precondition: Each name has fewer than 65,532 bytes in UTF-8.
  /// - Throws: ``FileFailure`` where it cannot be written; what `supervision` throws.
  public static func write(
    _ columns: [(name: String, column: Column)], to path: FileName, _ supervision: Supervision = Supervision()
  ) throws {
    let file = try AtomicFile(path, supervision)
    var archive = ZIPWriter(file, supervision)
    for (name, column) in columns { try add(column, name + ".npy", to: &archive) }
    try archive.end()
    try file.commit()
  }

  private static func add(_ column: Column, _ name: String, to archive: inout ZIPWriter) throws {
    switch column {
    case .numbers(let array):
      switch array.elements {
      case .doubles(let numbers): try archive.add(name, NPYHeader.bytes(Double.self, shape: array.shape), numbers: numbers)
      case .floats(let numbers): try archive.add(name, NPYHeader.bytes(Float.self, shape: array.shape), numbers: numbers)
      case .integers(let numbers): try archive.add(name, NPYHeader.bytes(Int.self, shape: array.shape), numbers: numbers)
      }
    case .texts(let texts):
      // NumPy has none of no characters.
      let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
      var characters = [UInt32](repeating: 0, count: width * texts.count)
      for (i, text) in texts.enumerated() {
        for (j, scalar) in text.unicodeScalars.enumerated() { characters[i * width + j] = scalar.value }
      }
      let header = NPYHeader.bytes("\(NPYHeader.nativeOrder)U\(width)", shape: [texts.count])
      try archive.add(name, header, numbers: characters)
    }
  }
}
