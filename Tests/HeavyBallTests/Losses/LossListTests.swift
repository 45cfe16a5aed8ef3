import Testing

@testable import HeavyBall

/// What holds of every loss that scripts make by name, at its sample's point.
@Suite("Losses of the list") struct LossListTests {
  struct Member: CustomTestStringConvertible {
    let entry: Losses.Entry
    var testDescription: String { entry.name }
  }

  static let members = Losses.all.map { Member(entry: $0) }

  @Test("have names of their own, and settings with names of their own")
  func names() {
    #expect(Set(Losses.all.map(\.name)).count == Losses.all.count)
    for entry in Losses.all { #expect(Set(entry.settings.map(\.name)).count == entry.settings.count, "\(entry.name)") }
  }

  @Test("have the value that the example says, to its digits", arguments: members)
  func value(_ member: Member) {
    let sample = member.entry.sample
    expectClose(Objective(sample.loss).value(at: sample.point), sample.value, 5e-6)
  }

  @Test("have derivatives of three orders that agree with differences", arguments: members)
  func derivatives(_ member: Member) {
    let sample = member.entry.sample
    let objective = Objective(sample.loss), β = sample.point
    let v = Vector((0..<β.count).map { 1 / Double($0 + 2) })
    let h = 1e-4
    func difference(_ f: (Vector) -> Vector) -> Vector { (f(β + v * h) - f(β - v * h)) * (0.5 / h) }
    let slope = (objective.value(at: β + v * h) - objective.value(at: β - v * h)) * (0.5 / h)
    expectClose(zip(objective.gradient(at: β), v).map { $0 * $1 }.reduce(0, +), slope, 1e-5)
    let product = objective.hessianProduct(at: β, with: v).product
    expectClose(product.elements, difference { objective.gradient(at: $0) }.elements, 1e-5)
    let third = objective.derivative(at: β, along: [v, v])
    expectClose(third.elements, difference { objective.hessianProduct(at: $0, with: v).product }.elements, 1e-5)
  }
}
