import LuaKit

/// The sums of 1 to n, each in a state of its own, on whatever threads there are.
func sums(of numbers: [Int]) async -> [Int] {
  await withTaskGroup(of: Int?.self) { group in
    for n in numbers {
      group.addTask {
        let lua = LuaState()
        return try? lua.run("local s = 0 for i = 1, ... do s = s + i end return s", arguments: [.integer(n)]).first?.integer
      }
    }
    return await group.reduce(into: []) { $0.append($1 ?? 0) }
  }
}
