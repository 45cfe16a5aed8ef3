// An entry of the list: the file that LUA_FILE names. A macro cannot hold `#embed`, so the list includes this instead.
{
  .path = LUA_FILE,
  .bytes = (const char[]){
#embed LUA_FILE suffix(, 0)
  },
  .length = sizeof((const char[]){
#embed LUA_FILE
  }),
},
#undef LUA_FILE
