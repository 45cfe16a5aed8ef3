internal import PolyakPlatform

/// One who claims things: see ``FileClaim``. Many are claimed by one file in each folder.
public final class Claimant {
  private let watch: ClaimWatch
  private let process: ClaimProcess
  private let claimsMany: Bool
  private var files: [[UInt8]: HolderFile] = [:]

  /// This process.
  ///
  /// - Parameter claimsMany: Whether it pays to have such a file.
  public convenience init(claimsMany: Bool) { self.init(FileClaim.watch, FileClaim.process, claimsMany: claimsMany) }

  init(_ watch: ClaimWatch, _ process: ClaimProcess, claimsMany: Bool = true) {
    (self.watch, self.process, self.claimsMany) = (watch, process, claimsMany)
  }

  /// Nil where another holds it.
  ///
  /// - Throws: ``FileFailure`` where the file cannot be made or is something else.
  public func claim(_ path: FileName) throws(FileFailure) -> FileClaim? {
    do throws(SystemError) {
      if path.bytes.contains(0) { throw SystemError(EINVAL) }
      if !claimsMany { return try claim(path, ClaimFolder(Folder(path.parent), path.lastPart, process)) }
      do throws(SystemError) { return try claim(path, by: try holder(path)) } catch {
        // While this process was stopped others may have found that it is gone, and its file left.
        guard error.code == ENOENT, files.removeValue(forKey: path.parent) != nil else { throw error }
        return try claim(path, by: try holder(path))
      }
    } catch { throw FileFailure(path: path, code: error.code) }
  }

  private func claim(_ path: FileName, by holder: HolderFile) throws(SystemError) -> FileClaim? {
    try claim(path, ClaimFolder(holder.folder, path.lastPart, process, holder))
  }

  private func claim(_ path: FileName, _ files: ClaimFolder) throws(SystemError) -> FileClaim? {
    var files = files
    var attempt = ClaimAttempt<[UInt8]>()
    while !attempt.isOver {
      try attempt.step(&files) { level, content in watch.hasLeft(path + "-\(level)", content) }
    }
    guard case .held(let level) = attempt.stage else { return nil }
    return FileClaim(files, level)
  }

  private func holder(_ path: FileName) throws(SystemError) -> HolderFile {
    if let file = files[path.parent] { return file }
    let file = try HolderFile(in: Folder(path.parent), process)
    files[path.parent] = file
    return file
  }
}

extension FileName {
  /// The folder that it is in, as it says.
  var parent: [UInt8] { bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(bytes[...$0]) } ?? [0x2e] }
  var lastPart: [UInt8] { Array(bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]) }
}
