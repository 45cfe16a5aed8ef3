/// The records of CIFAR-10's binary files, one file after the other.
struct CIFARRecords: LabeledSource {
  let files: [FileName]
  let columns = CIFAR10.pixels
  let classes = CIFAR10.labelNames.count

  private var length: Int { columns + 1 }

  func forEachLabel(_ supervision: Supervision, _ body: (Int) throws -> Bool) throws {
    for path in files {
      let (file, count) = try open(path)
      for record in 0..<count {
        if record % 1024 == 0 { try supervision.poll() }
        let label = Int(try file.byte(at: record * length))
        try check(label, file, record)
        if try !body(label) { return }
      }
    }
  }

  func forEachRun(_ supervision: Supervision, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
    var buffer = [UInt8](repeating: 0, count: 256 * length)
    for path in files {
      let (file, count) = try open(path)
      for first in stride(from: 0, to: count, by: 256) {
        let wanted = min(256, count - first) * length
        let goesOn = try buffer.withUnsafeMutableBytes { bytes in
          let run = UnsafeMutableRawBufferPointer(rebasing: bytes[..<wanted])
          guard try file.read(into: run, supervision) == wanted else { throw changed }
          for k in 0..<wanted / length { try check(Int(run[k * length]), file, first + k) }
          return try body(UnsafeRawBufferPointer(run))
        }
        if !goesOn { return }
      }
    }
  }

  var changed: FileFailure { FileFailure(path: files[0], reason: "this file or its like changed while it was read") }

  private func check(_ label: Int, _ file: InputFile, _ record: Int) throws(FileFailure) {
    if label >= classes {
      throw file.failure(
        "record \(record + 1) begins with \(label), where a label from 0 to \(classes - 1) is expected: not a file of "
          + "CIFAR-10's binary version, or a damaged one")
    }
  }

  /// A file, and how many records it has.
  private func open(_ path: FileName) throws(FileFailure) -> (InputFile, Int) {
    let file: InputFile
    do { file = try InputFile(path) } catch {
      throw FileFailure(
        path: path,
        reason: error.reason + "; the folder must hold CIFAR-10's binary version (cifar-10-binary.tar.gz), with "
          + "data_batch_1.bin to data_batch_5.bin and test_batch.bin")
    }
    guard let size = file.size else { throw file.failure("not a file") }
    guard size > 0, size % length == 0 else {
      throw file.failure(
        "has \(size) bytes, where a whole number of records of \(length) bytes is expected (\(10_000 * length) bytes "
          + "in CIFAR-10): cut short, or not of CIFAR-10's binary version")
    }
    return (file, size / length)
  }
}
