internal import CKernels
internal import PolyakPlatform

/// The processors of this machine.
public enum Processors {
  /// How many of them this process may use: by its affinity and the quota of its control groups, as containers and batch
  /// systems set them, and by what a batch system says that it has given; at least one.
  public static let available = share(
    of: Int(polyak_processors()), online: max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), .ofProcess, read: Memory.contents)

  static func share(of affinity: Int, online: Int, _ allocation: BatchAllocation, read: ControlGroup.Read) -> Int {
    min(share(of: affinity, read: read), allocation.processors(of: online) ?? .max)
  }

  /// A quota of a part of a processor counts as one: more threads than the quota would use it up and then all wait.
  static func share(of affinity: Int, read: ControlGroup.Read) -> Int {
    let quotas = ControlGroup.all(.processors, read: read).compactMap { $0.processors(read: read) }
    guard let least = quotas.min(), least < Double(affinity) else { return affinity }
    return max(Int(least.rounded(.up)), 1)
  }
}
