import Foundation
import LuaKit
import Testing

@Suite struct `The settings of luacheck` {
  @Test func `name the globals of the program, no others`() throws {
    let lua = LuaState()
    lua.globals["settings"] = .string(LuaString(Page.contents(".luacheckrc")))
    let read = "local env = {files = {}} load(settings, '=luacheckrc', 't', env)() return table.unpack(env.read_globals)"
    let named = Set(try lua.run(read).compactMap(\.text))
    let bare = LuaState()
    let own = Set(bare.globals.compactMap { $0.key.text } + ["arg"])
    let program = try polyak("-e", "for name in pairs(_G) do print(name) end").output.split(separator: "\n").map(String.init)
    #expect(named == Set(program).subtracting(own))
  }
}
