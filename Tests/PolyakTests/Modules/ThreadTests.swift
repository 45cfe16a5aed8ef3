import Dispatch
import LuaKit
import PolyakModules
import Testing

@Suite("States on several threads") struct ThreadTests {
  @Test("work at once, each its own, and give the same") func atOnce() throws {
    nonisolated(unsafe) var answers = [String](repeating: "", count: 4)
    answers.withUnsafeMutableBufferPointer { answers in
      nonisolated(unsafe) let answers = answers
      DispatchQueue.concurrentPerform(iterations: 4) { i in
        for _ in 0..<2 {
          answers[i] = (try? Self.work()) ?? "failed"
        }
      }
    }
    #expect(answers == Array(repeating: try Self.work(), count: 4))
  }

  private static func work() throws -> String {
    let lua = LuaState()
    try Polyak.open(in: lua)
    return try lua.run(
      """
      local L = losses.define(2, function(b) return (b[1] - 1)^2 + exp(b[2]) * b[2]^2 end)
      local hb = optim.hb{loss = L, eta = 0.1, mu = 0.5}:run({2, 1}, 2000)
      local flow = hbf.flow{loss = L, eta = 0.1, mu = 0.5, order = 2, form = "limit"}:integrate({2, 1}, 20)
      local A = random.new(1):normal(60, 60)
      A = A * A
      return ("%.15g %.15g %.15g"):format(hb:final()[1], flow:final()[2], A:get(3, 4))
      """)[0].text ?? ""
  }
}
