extension Subcommand {
  /// In the order of the usage text.
  static let all: [Subcommand] = [
    Subcommand(
      "submit", "give a script to a batch system, any number of processes of it, which share its sweeps",
      [Value("script", .script)],
      [
        Option("--slurm", "the batch system is Slurm", isRequired: true),
        Option("--array", Value("n", .count), "so many tasks, each of which begins as soon as there is room for it"),
        Option("--nodes", Value("n", .count), "a process on each of so many nodes at once; of each task where it is an array"),
        Option("--time", Value("time", .time), "how long a task may take: minutes, hours:minutes:seconds or days-hours"),
        Option("--cpus", Value("n", .count), "processors of a process; otherwise what Slurm gives"),
        Option("--memory", Value("size", .memory), "memory on each node, as 500M or 4G; otherwise what Slurm gives"),
        Option("--partition", Value("name", .word), "the partition"),
        Option("--account", Value("name", .word), "the account that is charged"),
        Option(
          "--folder", Value("folder", .folder),
          "the sweep's folder, which keeps the batch script and what tasks print; otherwise the script's own --out, or the script's folder"
        ),
        Option("--dry-run", "print the batch script, and do no more"),
      ], rest: "arguments"),
    Subcommand(
      "sweep status", "how far a sweep is: what runs, is done, has failed, and who is at it", [Value("folder", .folder)],
      [Option("--watch", "show it again and again, until all is done")]),
    Subcommand(
      "sweep retry", "forget which runs of a sweep have failed, so that processes that work on it try them again",
      [Value("folder", .folder)]),
    Subcommand(
      "sweep export", "write a sweep's runs and results as one table, by the file's ending: .csv, .npz or .json",
      [Value("folder", .folder), Value("file", .file)]),
    Subcommand(
      "kernel install", "have Jupyter offer Polyak for notebooks", [],
      kernelPlaces + [
        Option("--name", Value("name", .word), "what Jupyter knows it by; otherwise polyak")
      ], in: "kernel.command"),
    Subcommand(
      "kernel uninstall", "have Jupyter offer it no more", [],
      kernelPlaces + [Option("--name", Value("name", .word), "what Jupyter knows it by; otherwise polyak")],
      in: "kernel.command"),
  ]

  private static let kernelPlaces = [
    Option("--user", "for the user; so without an option"),
    Option("--prefix", Value("folder", .folder), "for programs under a folder such as /usr/local"),
    Option("--sys-prefix", "for the Python environment that is active"),
  ]
}
