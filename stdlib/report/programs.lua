---The script of reports. It adds to a page that can be read without it: values under the pointer, data to save, tables
---in another order, a switch between light and dark.
local parts = {'"use strict";\n'}
for i, name in ipairs {"theme", "saving", "layers", "figures", "tables"} do
  parts[i + 1] = (require("report.program." .. name))
end

return table.concat(parts)
