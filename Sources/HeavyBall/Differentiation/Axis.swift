/// What of a matrix something is made for: for each row one number or one row, or for each column.
///
/// The sums of rows are one number for each row.
public enum Axis: String, CaseIterable, Sendable {
  case rows, columns
}
