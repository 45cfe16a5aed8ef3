import LuaKit

/// A Swift object in Lua's hands: `bank.open(10):deposit(5)`.
final class Account: LuaObject {
  private(set) var balance: Double

  init(balance: Double) { self.balance = balance }

  private static let amount = Parameter("amount", .positiveNumber, "how much")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Account.self, "Account", "Money put away.",
      [
        .property("balance", "What is there.", .number) { $0.balance },
        .method("deposit", "Adds to it.", [amount], returns: .number) { account, call in
          account.balance += try call[amount]
          return account.balance
        },
        .tostring { "Account  \($0.balance)" },
      ])
  }
}
