// swift-tools-version: 6.3
import PackageDescription

// A package from outside: it sees what any user of the libraries sees, and no C.
let package = Package(
  name: "Consumer",
  dependencies: [.package(name: "Polyak", path: "../..")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "HeavyBall", package: "Polyak"),
        .product(name: "LuaKit", package: "Polyak"),
        .product(name: "Polyak", package: "Polyak"),
      ]),
    .executableTarget(name: "Embedder", dependencies: [.product(name: "LuaKit", package: "Polyak")]),
  ]
)
