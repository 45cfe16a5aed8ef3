/// AdamW (Loshchilov and Hutter 2019): ``Adam`` with decoupled weight decay, λ = 0.01 where nothing else is said.
public struct AdamW: Optimizer {
  public static let name = "adamw"
  public static let title = "AdamW"
  private let adam: Adam
  public var stepSize: Coefficient { adam.stepSize }
  public let weightDecay: WeightDecay

  public init(_ adam: Adam, weightDecay: WeightDecay = AdamW.usualDecay) {
    self.adam = adam
    self.weightDecay = weightDecay
  }

  public static let usualDecay = WeightDecay(0.01, isDecoupled: true)

  public func memory(dimension: Int) -> [StateVariable] { adam.memory(dimension: dimension) }

  public func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression]) {
    adam.step(k, β, memory, gradient: gradient)
  }
}

extension AdamW {
  public static let entry = Optimizers.Entry(
    AdamW.self, "Adam with decoupled weight decay (Loshchilov and Hutter 2019).", Adam.entry.settings,
    sample: Optimizers.Sample(AdamW(Adam(stepSize: 0.1)), "eta = 0.1", end: [1.724096771231864, 0.5245768248553663])
  ) { AdamW(Adam.made(of: $0)) }
}
