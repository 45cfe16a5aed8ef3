/// What a notebook asks of Lua's process; the rest is answered by the process that talks to Jupyter.
enum NotebookRequest: String, CaseIterable {
  case execute = "execute_request"
  case complete = "complete_request"
  case inspect = "inspect_request"
  case isComplete = "is_complete_request"
  case history = "history_request"
}
