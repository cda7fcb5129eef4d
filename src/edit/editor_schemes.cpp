// Editor: the page of landmark schemes.
#include "edit/editor.h"

namespace facepoint {

void Editor::show_schemes() {
  // What is looked at in the face is looked at on the page.
  schemes_.show(session_.scheme().name, session_.selected_point());
  open_dialog(Dialog::kSchemes);
}

void Editor::carry_out(const ShowScheme& action) { schemes_.show(action.scheme); }

void Editor::carry_out(const ChooseSchemePoint& action) { schemes_.choose(action.point); }

void Editor::carry_out(const SetSchemeView& action) { schemes_.set_view(action.view); }

}  // namespace facepoint
