internal import PolyakPlatform

/// A file that is written whole or not at all: whoever reads sees the old one or the whole new one, after a full disk, a
/// kill and a power cut too.
///
///     let file = try AtomicFile("a.csv")
///     try file.write(bytes)
///     try file.commit()      // without it, nothing has changed
///
/// The bytes go to a `TemporaryFile` beside the one wanted, which then takes its name. Symbolic links are followed;
/// mode, owner (where the system lets one give files away) and extended attributes stay. Other hard links go on to name
/// the old file. A file that may not be written to is refused, though its folder would allow to replace it; so is one
/// whose folder may not be, though it could itself be written into. A device or a FIFO is no file to replace: the bytes go
/// straight into it.
public final class AtomicFile {
  private let path: FileName
  private let supervision: Supervision
  private let output: Output

  private enum Output {
    case file(TemporaryFile, Folder, name: [UInt8], before: stat?)
    case stream(Int32)
  }

  /// - Throws: ``FileFailure`` where it cannot be written; what `supervision` throws, asked also while a FIFO has no
  ///   reader.
  public convenience init(_ path: FileName, _ supervision: Supervision = Supervision()) throws {
    try self.init(path, supervision, isNamed: false)
  }

  /// The same, for a name that is text.
  public convenience init(_ path: String, _ supervision: Supervision = Supervision()) throws {
    try self.init(FileName(path), supervision)
  }

  /// One of many that are written to a folder: it is left to ``FileClaim/removeAbandoned(in:)`` to take away, at the end, what killed
  /// writers have left. To look for that takes longer than the writing where there are thousands.
  public static func ofMany(_ path: FileName) throws -> AtomicFile { try AtomicFile(path, isNamed: false, isAlone: false) }

  /// - Parameter isNamed: See `TemporaryFile`.
  init(_ path: FileName, _ supervision: Supervision = Supervision(), isNamed: Bool, isAlone: Bool = true) throws {
    (self.path, self.supervision) = (path, supervision)
    switch try FileDestination(path) {
    case .stream(let flags): output = .stream(try OutputDescriptor.open(path, flags, supervision))
    case .file(let folder, let name, let before):
      do throws(SystemError) {
        if before != nil, (name + [0]).withCString({ faccessat(folder.descriptor, $0, W_OK, AT_EACCESS) }) != 0 {
          throw SystemError()
        }
        // Before there is more to write: a disk may be full of them.
        if isAlone { TemporaryFile.removeAbandoned(in: folder, of: name) }
        // Until it has its owner nobody else may read what perhaps only that one may.
        let file = try TemporaryFile(in: folder, for: name, mode: before == nil ? 0o666 : 0o600, isNamed: isNamed)
        if let before { file.takeAttributes(of: before, name, in: folder) }
        output = .file(file, folder, name: name, before: before)
      } catch { throw FileFailure(path: path, code: error.code) }
    }
  }

  deinit { if case .stream(let descriptor) = output { close(descriptor) } }

  /// Appends bytes to what becomes the file; nobody else sees them before ``commit()``, but where the path is a device or a
  /// FIFO, which takes them at once.
  ///
  /// - Throws: ``FileFailure`` where the disk does not take them; what the supervision throws.
  public func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try OutputDescriptor.write($0, to: descriptor, path, supervision) }
  }

  /// The elements' own bytes, in the machine's order.
  func write<Number: BitwiseCopyable>(numbers: [Number]) throws {
    // An array's storage is contiguous, and numbers have no padding between them.
    try numbers.withUnsafeBytes { try OutputDescriptor.write($0, to: descriptor, path, supervision) }
  }

  /// Puts the file in its place, once the disk has all of it.
  public func commit() throws { _ = try commit(replacing: true, isDurable: true) }

  /// Puts the file in its place.
  ///
  /// - Parameters:
  ///   - replacing: Whether it may take the place of another.
  ///   - isDurable: Whether it waits for the disk. Where it does not, a power cut that follows at once may leave an empty file or
  ///     none; a kill of the process leaves it whole.
  /// - Returns: False where there is another that it may not replace: nothing has changed then, and it may be committed again.
  public func commit(replacing: Bool, isDurable: Bool) throws -> Bool {
    guard case .file(let file, let folder, let name, let before) = output else { return true }
    // A full disk may show only here. Some file systems cannot be told to write now, and say so with EINVAL.
    while isDurable, fsync(file.descriptor) != 0 {
      if errno == EINVAL { break }
      if errno != EINTR { throw FileFailure.system(path) }
    }
    do throws(SystemError) {
      let now = try folder.status(of: name)
      if let now, now.st_mode & S_IFMT != S_IFREG {
        throw SystemError(now.st_mode & S_IFMT == S_IFDIR ? EISDIR : EEXIST)
      }
      if replacing {
        try file.takePlace(replacing: before != nil || now != nil)
      } else {
        guard now == nil, try file.takeFreePlace() else { return false }
      }
      if isDurable { folder.synchronize() }
    } catch { throw FileFailure(path: path, code: error.code) }
    return true
  }

  private var descriptor: Int32 {
    switch output {
    case .file(let file, _, _, _): file.descriptor
    case .stream(let descriptor): descriptor
    }
  }
}
