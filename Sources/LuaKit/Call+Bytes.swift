extension Call {
  /// The bytes of a string argument, whatever they are: a file's name, for example, need not be UTF-8.
  public func bytes(_ name: String) throws(LuaError) -> [UInt8] { try value(name, as: LuaString.self).bytes }

  public func bytesIfPresent(_ name: String) throws(LuaError) -> [UInt8]? {
    try valueIfPresent(name, as: LuaString.self)?.bytes
  }
}
