internal import PolyakPlatform

/// What a batch system or a launcher has given a process of its machine, by the variables that they leave in the
/// environment (sbatch(1), srun(1), mpirun(1), qsub(1), bsub(1)). Where a system binds processes or limits their group, the
/// affinity and the control group say the same; many are not set up to do so.
///
/// What is not a number says nothing.
struct BatchAllocation: Sendable {
  /// Of the environment.
  let variable: @Sendable (_ name: String) -> String?

  static let ofProcess = BatchAllocation { name in getenv(name).map { String(cString: $0) } }

  /// How many processors the process is to use; nil where nothing says.
  ///
  /// - Parameter online: the processors of the machine, which processes that a launcher has started side by side share.
  func processors(of online: Int) -> Int? {
    let node = number("SLURM_CPUS_ON_NODE")
    let share = processes.map { max((node ?? online) / $0, 1) }
    // A variable of PBS's that others might set as well.
    let pbs = variable("PBS_JOBID") == nil ? nil : number("NCPUS")
    return [number("SLURM_CPUS_PER_TASK"), node, share, number("NSLOTS"), number("LSB_DJOB_NUMPROC"), pbs]
      .compactMap { $0 }.min()
  }

  /// The bytes that the job may use on this machine; nil where nothing says. Slurm counts in MiB, and 0 is all there is.
  var memory: Int? {
    let perNode = number("SLURM_MEM_PER_NODE")
    let perProcessor = number("SLURM_MEM_PER_CPU").flatMap { memory in
      number("SLURM_CPUS_ON_NODE").map { memory.multipliedReportingOverflow(by: $0) }
    }.flatMap { $0.overflow ? nil : $0.partialValue }
    guard let mebibytes = perNode ?? perProcessor, mebibytes < 1 << 40 else { return nil }
    return mebibytes << 20
  }

  /// How many processes of the same launch there are on this machine: by Open MPI, MPICH's Hydra, srun.
  private var processes: Int? {
    number("OMPI_COMM_WORLD_LOCAL_SIZE") ?? number("MPI_LOCALNRANKS")
      ?? variable("SLURM_STEP_TASKS_PER_NODE").flatMap { counts in
        Self.count(in: counts, at: variable("SLURM_NODEID").flatMap { Int($0) } ?? 0)
      }
  }

  /// "2(x3),1" are four machines, of which the first three have two processes each.
  static func count(in counts: String, at node: Int) -> Int? {
    guard node >= 0 else { return nil }
    var node = node
    for part in counts.split(separator: ",") {
      let fields = part.split { "(x)".contains($0) }.map { Int($0) }
      guard let count = fields.first ?? nil, count > 0 else { return nil }
      guard let nodes = fields.count > 1 ? fields[1] : 1, nodes > 0 else { return nil }
      if node < nodes { return count }
      node -= nodes
    }
    return nil
  }

  private func number(_ name: String) -> Int? {
    variable(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
