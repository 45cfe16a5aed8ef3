import Testing

@testable import HeavyBall

@Suite("What a batch system has given") struct BatchAllocationTests {
  static func allocation(_ variables: String) -> BatchAllocation {
    var values: [String: String] = [:]
    for word in variables.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      values[parts[0]] = parts[1]
    }
    return BatchAllocation { [values] in values[$0] }
  }

  @Test(
    "is so many processors of a machine with 16",
    arguments: [
      ("", nil),
      ("SLURM_CPUS_PER_TASK=4 SLURM_CPUS_ON_NODE=8", 4),
      ("SLURM_CPUS_PER_TASK=8 SLURM_CPUS_ON_NODE=4", 4),
      ("SLURM_CPUS_ON_NODE=3", 3),
      ("SLURM_CPUS_ON_NODE=8 SLURM_STEP_TASKS_PER_NODE=4", 2),
      ("SLURM_CPUS_ON_NODE=2 SLURM_STEP_TASKS_PER_NODE=4", 1),
      ("SLURM_CPUS_ON_NODE=8 SLURM_STEP_TASKS_PER_NODE=2(x3),1 SLURM_NODEID=2", 4),
      ("SLURM_CPUS_ON_NODE=8 SLURM_STEP_TASKS_PER_NODE=2(x3),1 SLURM_NODEID=3", 8),
      ("SLURM_CPUS_ON_NODE=8 SLURM_STEP_TASKS_PER_NODE=2(x3),1 SLURM_NODEID=4", 8),
      ("SLURM_STEP_TASKS_PER_NODE=2(x-9223372036854775808)", nil),
      ("SLURM_STEP_TASKS_PER_NODE=2(x9223372036854775808)", nil),
      ("SLURM_STEP_TASKS_PER_NODE=2(x9223372036854775807),1 SLURM_NODEID=9223372036854775807", 16),
      ("SLURM_STEP_TASKS_PER_NODE=2(x0),1", nil),
      ("SLURM_STEP_TASKS_PER_NODE=2,1 SLURM_NODEID=-9223372036854775808", nil),
      ("SLURM_STEP_TASKS_PER_NODE=(x)", nil),
      ("OMPI_COMM_WORLD_LOCAL_SIZE=4", 4),
      ("OMPI_COMM_WORLD_LOCAL_SIZE=5", 3),
      ("OMPI_COMM_WORLD_LOCAL_SIZE=32", 1),
      ("MPI_LOCALNRANKS=2", 8),
      ("SLURM_CPUS_PER_TASK=8 SLURM_CPUS_ON_NODE=8 OMPI_COMM_WORLD_LOCAL_SIZE=4", 2),
      ("SLURM_CPUS_PER_TASK=1 SLURM_CPUS_ON_NODE=8 OMPI_COMM_WORLD_LOCAL_SIZE=4", 1),
      ("NSLOTS=6", 6),
      ("LSB_DJOB_NUMPROC=7", 7),
      ("NCPUS=2", nil),
      ("NCPUS=2 PBS_JOBID=17.host", 2),
      ("SLURM_CPUS_PER_TASK=0", nil),
      ("SLURM_CPUS_PER_TASK=-3", nil),
      ("SLURM_CPUS_PER_TASK= SLURM_CPUS_ON_NODE=many", nil),
      ("OMPI_COMM_WORLD_LOCAL_SIZE=0", nil),
    ] as [(String, Int?)])
  func processors(_ variables: String, _ expected: Int?) {
    #expect(Self.allocation(variables).processors(of: 16) == expected)
  }

  @Test("gives no processors beyond the affinity and the quota", arguments: [(1, 1), (2, 2), (8, 4)])
  func share(_ affinity: Int, _ expected: Int) {
    let allocation = Self.allocation("SLURM_CPUS_PER_TASK=4")
    #expect(Processors.share(of: affinity, online: 16, allocation) { _ in nil } == expected)
  }

  @Test(
    "is so much memory",
    arguments: [
      ("", nil),
      ("SLURM_MEM_PER_NODE=100", 104_857_600),
      ("SLURM_MEM_PER_NODE=0", nil),
      ("SLURM_MEM_PER_CPU=100 SLURM_CPUS_ON_NODE=3", 314_572_800),
      ("SLURM_MEM_PER_CPU=100", nil),
      ("SLURM_MEM_PER_CPU=9223372036854775807 SLURM_CPUS_ON_NODE=3", nil),
      ("SLURM_MEM_PER_NODE=9223372036854775807", nil),
      ("SLURM_MEM_PER_NODE=lots", nil),
    ] as [(String, Int?)])
  func memory(_ variables: String, _ expected: Int?) {
    #expect(Self.allocation(variables).memory == expected)
  }

  @Test("lists of processes by machine are read to their end", arguments: ["", "x", "(x2)", "0", "-1", "2(x"])
  func damaged(_ counts: String) {
    #expect(BatchAllocation.count(in: counts, at: 5) == nil)
  }
}
