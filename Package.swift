// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

// Lua is Debian's, or what POLYAK_LUA names: a folder with include/lua.h and lib/liblua.a, as `make install INSTALL_TOP=FOLDER`
// of Lua's sources makes it.
let lua = Context.environment["POLYAK_LUA"]

let console: [Target.Dependency] = [
  "HeavyBall", "LuaKit", "LuaPrompt", "PolyakModules", "CProcesses", "CReadline", "PolyakPlatform",
]

let package = Package(
  name: "Polyak",
  products: [
    .library(name: "HeavyBall", targets: ["HeavyBall"]),
    .library(name: "LuaKit", targets: ["LuaKit"]),
    .library(name: "LuaPrompt", targets: ["LuaPrompt"]),
    .library(name: "Polyak", targets: ["PolyakModules"]),
    .library(name: "PolyakLibrary", type: .dynamic, targets: ["PolyakLibrary"]),
    .executable(name: "polyak", targets: ["PolyakConsole"]),
  ],
  targets: [
    // The C library, and what has other names on other systems.
    .target(name: "PolyakPlatform", swiftSettings: strict),
    // The language, and the C frames that every longjmp stays in.
    .systemLibrary(name: "CLua", pkgConfig: lua == nil ? "lua5.4" : nil, providers: [.apt(["liblua5.4-dev"])]),
    .target(name: "CLuaShim", dependencies: ["CLua"]),
    .target(name: "LuaKit", dependencies: ["CLua", "CLuaShim", "PolyakPlatform"], swiftSettings: strict),
    // What a prompt shows of a state: code's parts, values, help, completion, calls in progress. An embedder need not take it.
    .target(name: "LuaPrompt", dependencies: ["LuaKit", "CLua", "CLuaShim", "PolyakPlatform"], swiftSettings: strict),

    // The numerics. CKernels holds the row loops that want one clone per instruction set, which Swift cannot express.
    .target(name: "CKernels"),
    // Data that travels inside every program, brought in by `#embed`.
    .target(name: "CDataSets", exclude: ["digits.bin", "digits.md"]),
    .target(name: "HeavyBall", dependencies: ["CKernels", "CDataSets", "PolyakPlatform"], swiftSettings: strict),

    // The two together, and the Lua files that travel inside every program.
    .target(name: "CStandardLibrary", path: "stdlib"),
    // CProcesses: fork, which Swift declares unavailable, and what else of processes is variadic or a macro.
    .target(name: "CProcesses"),
    .target(
      name: "PolyakModules",
      dependencies: ["HeavyBall", "LuaKit", "LuaPrompt", "CStandardLibrary", "CProcesses", "PolyakPlatform"],
      swiftSettings: strict),
    // CPolyakLibrary: the function that Lua calls, which may raise errors.
    .target(name: "CPolyakLibrary", dependencies: ["CLua"]),
    .target(name: "PolyakLibrary", dependencies: ["LuaKit", "PolyakModules", "CPolyakLibrary"], swiftSettings: strict),

    // The program. Only it links readline, which is GPL.
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
    .executableTarget(name: "PolyakConsole", dependencies: console, swiftSettings: strict),

    .testTarget(name: "LuaKitTests", dependencies: ["LuaKit", "LuaPrompt", "CLua", "PolyakPlatform"], swiftSettings: strict),
    .testTarget(name: "LuaPromptTests", dependencies: ["LuaKit", "LuaPrompt", "PolyakPlatform"], swiftSettings: strict),
    // Tests alone call one clone of a kernel or another.
    .target(
      name: "CKernelClones", dependencies: ["CKernels"], path: "Tests/CKernelClones",
      cSettings: [.headerSearchPath("../../Sources/CKernels")]),
    .testTarget(
      name: "HeavyBallTests", dependencies: ["HeavyBall", "CKernelClones", "PolyakPlatform"],
      // Read by path: a bundle would bring Foundation into every test. The driver is compiled for aarch64.
      exclude: ["References/Computed", "Differentiation/Native/ARM64Driver"],
      swiftSettings: strict),
    .testTarget(
      name: "PolyakTests",
      dependencies: ["PolyakModules", "PolyakConsole", "LuaKit", "LuaPrompt", "CStandardLibrary", "PolyakPlatform"],
      exclude: ["References"], swiftSettings: strict),
  ]
)

// Tests/Fuzz is a test of its seeds, or, where scripts/fuzz asks, the program that looks for more. libFuzzer brings that
// program's `main`: the console goes without its own then.
let fuzzed: [Target.Dependency] = ["HeavyBall", "LuaKit", "LuaPrompt", "PolyakModules", "PolyakConsole", "PolyakPlatform"]
if Context.environment["POLYAK_FUZZ"] == nil {
  package.targets.append(
    .testTarget(
      name: "FuzzTests", dependencies: fuzzed, path: "Tests/Fuzz", exclude: ["Program.swift", "Seeds"], swiftSettings: strict))
} else {
  package.products.removeAll { $0.name == "polyak" }
  package.targets.removeAll { $0.name == "PolyakConsole" || $0.type == .test }
  package.targets += [
    .target(name: "PolyakConsole", dependencies: console, exclude: ["main.swift"], swiftSettings: strict),
    .executableTarget(
      name: "Fuzz", dependencies: fuzzed, path: "Tests/Fuzz", exclude: ["SeedTests.swift", "Seeds"], swiftSettings: strict),
  ]
}

if let lua {
  for target in package.targets where target.type != .system {
    target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-I\(lua)/include"])]
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-Xcc", "-I\(lua)/include"])]
    // Lua's functions are seen from outside, for the modules in C that a script may require.
    target.linkerSettings = [.unsafeFlags(["-L\(lua)/lib", "-Xlinker", "-E"]), .linkedLibrary("lua")]
  }
}
