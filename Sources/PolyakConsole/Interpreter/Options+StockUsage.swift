extension Options {
  /// What the standard interpreter says where its options are wrong.
  ///
  /// - Parameter program: The name it was called by.
  static func stockUsage(_ program: String) -> String {
    """
    usage: \(program) [options] [script [args]]
    Available options are:
      -e stat   execute string 'stat'
      -i        enter interactive mode after executing 'script'
      -l mod    require library 'mod' into global 'mod'
      -l g=mod  require library 'mod' into global 'g'
      -v        show version information
      -E        ignore environment variables
      -W        turn warnings on
      --        stop handling options
      -         stop handling options and execute stdin

    """
  }
}
