/// Values of the limit form's field on (a₁a₂x − y)²/2, computed in exact arithmetic from rooted trees.
struct PlaneFieldReference: Sendable {
  let beta: [Double]
  let order: Int
  let mu: Double
  let eta: Double
  let x: Double
  let y: Double
  let field: [Double]

  static let limit: [PlaneFieldReference] = [
    PlaneFieldReference(
      beta: [2.8, 3.5], order: 1, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [-107.33333333333333, -85.86666666666666]),
    PlaneFieldReference(
      beta: [2.8, 3.5], order: 2, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [-246.46416666666664, -213.95826666666665]),
    PlaneFieldReference(
      beta: [2.8, 3.5], order: 3, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [-744.8013417098764, -675.3387780049381]),
    PlaneFieldReference(
      beta: [2.8, 3.5], order: 4, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [-3403.215311518627, -3144.094003656122]),
    PlaneFieldReference(
      beta: [0.5, 1.0], order: 1, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [0.33333333333333326, 0.16666666666666663]),
    PlaneFieldReference(
      beta: [0.5, 1.0], order: 2, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [0.35222222222222216, 0.1749305555555555]),
    PlaneFieldReference(
      beta: [0.5, 1.0], order: 3, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [0.3541328317901234, 0.1756114583333333]),
    PlaneFieldReference(
      beta: [0.5, 1.0], order: 4, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [0.35433993348122417, 0.1756587819867755]),
    PlaneFieldReference(
      beta: [-1.2, 0.4], order: 1, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [1.4400000000000002, -4.32]),
    PlaneFieldReference(
      beta: [-1.2, 0.4], order: 2, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [1.76912, -4.7198400000000005]),
    PlaneFieldReference(
      beta: [-1.2, 0.4], order: 3, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [1.8682017422222221, -4.842288426666667]),
    PlaneFieldReference(
      beta: [-1.2, 0.4], order: 4, mu: 0.7, eta: 0.005, x: 1.0, y: 0.6,
      field: [1.9135076862301235, -4.900420046850371]),
  ]
}
