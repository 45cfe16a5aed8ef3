/// A variable of the environment that the program reads: what the manual page says of it.
struct EnvironmentVariable {
  let name: String
  let summary: String

  static let all: [EnvironmentVariable] = [
    .init("LUA_INIT, LUA_INIT_5_4", "Code that is run before anything else, or @ and a file's name, as in lua."),
    .init("LUA_PATH, LUA_CPATH", "Where require looks, as in lua."),
    .init("POLYAK_INIT", "The startup file of the prompt; empty for none."),
    .init("POLYAK_THREADS", "How many threads one computation may use; otherwise as many as the process has processors."),
    .init("OMP_NUM_THREADS", "The same where POLYAK_THREADS is not set, as far as the process has processors."),
    .init("POLYAK_WORKERS", "How many processes a sweep starts; otherwise as many as the process has processors."),
    .init(
      "POLYAK_CLAIM_LEASE",
      "Seconds after which a sweep takes over what another machine's process has begun and not renewed; otherwise 30."),
    .init(
      "POLYAK_BLAS", "0 for the built-in kernels of large matrix products, or the path of a library with the C interface of BLAS."
    ),
    .init("POLYAK_CAIRO", "0 where gnuplot is to draw PDF and PNG, or the path of a Cairo to draw them with."),
    .init(
      "POLYAK_PIXELS",
      "0 where plots in the terminal are to be letters; kitty or sixel where they are to be pixels without asking the terminal."),
    .init("TMUX, STY", "Set by tmux and screen, which are asked for no pixels but sixels."),
    .init("POLYAK_ZMQ", "The path of the ZeroMQ that notebooks are served with."),
    .init("POLYAK_NATIVE", "0 where no machine code is to be made: everything is interpreted, to the same bits."),
    .init(
      "SLURM_CPUS_PER_TASK, SLURM_CPUS_ON_NODE, SLURM_MEM_PER_NODE, SLURM_MEM_PER_CPU, NSLOTS, LSB_DJOB_NUMPROC, NCPUS",
      "What a batch system has given: no more processors and memory are used."),
    .init(
      "SLURM_STEP_TASKS_PER_NODE, OMPI_COMM_WORLD_LOCAL_SIZE, MPI_LOCALNRANKS",
      "How many processes of one launch share the machine's processors."),
    .init(
      "SLURM_ARRAY_TASK_ID, SLURM_PROCID, OMPI_COMM_WORLD_RANK, PMI_RANK, PARALLEL_SEQ",
      "Where among its runs a sweep begins, beside others of one launch, as those of SGE, LSF and PBS say it too."),
    .init("VISUAL, EDITOR", "What :edit starts."),
    .init("NO_COLOR", "Where it is set to anything, nothing is coloured."),
    .init("XDG_CONFIG_HOME, XDG_STATE_HOME", "The folders of the user's settings and of what the program keeps."),
  ]

  private init(_ name: String, _ summary: String) { (self.name, self.summary) = (name, summary) }
}
