// The page of landmark schemes: which scheme it shows, which of its points is chosen, what is
// drawn, and what its points have to do with those of other schemes. Changed only by Editor. UI
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

struct SchemeView {
  bool mirror_pairs = true;
  bool numbers = true;
  bool names = false;  // where there is room for them
  friend bool operator==(const SchemeView&, const SchemeView&) = default;
};

// By what the schemes' files say of each other, without a third scheme between.
struct PointLinks {
  // The point is that of the other scheme, or the mean of several.
  struct Origin {
    std::string scheme;
    std::vector<int> sources;
  };
  // The other scheme's `point` is this one, or the mean of several that it is among.
  struct Use {
    std::string scheme;
    int point = 0;
    std::vector<int> sources;  // of this scheme
  };
  std::vector<Origin> made_from;  // by the other scheme's name
  std::vector<Use> goes_to;       // likewise, then by point
};

// One a point.
std::vector<PointLinks> links_of(const SchemeLibrary& library, const Scheme& scheme);

// "36", "37 and 38", "36 to 41", "1, 3 to 6 and 9".
std::string numbers_text(std::vector<int> numbers);
// "aflw19 7; ibug68 36 to 41", for a column; empty where there is nothing.
std::string text_of(const std::vector<PointLinks::Origin>& made_from);
// "aflw19 6, 7; kaggle15 1", likewise.
std::string text_of(const std::vector<PointLinks::Use>& goes_to);
// The same in words: "Made from ibug68: mean of 36 to 41", "Goes to kaggle15: 1, the mean of 36 to
// 41". One a scheme and direction.
std::vector<std::string> sentences_of(const PointLinks& links);

// Which other schemes' points can be made from this one's (`from_it`), or this one's from theirs:
// "ibug68 (exactly), five5 (means, by way of ibug68)"; "none".
std::string conversions_text(const SchemeLibrary& library, const Scheme& scheme, bool from_it);

class SchemesPage {
 public:
  explicit SchemesPage(const SchemeLibrary& library = SchemeLibrary::standard());

  const SchemeLibrary& library() const { return *library_; }
  const Scheme& scheme() const { return *scheme_; }  // shown
  int point() const { return point_; }               // chosen, counted from 0; -1: none
  const SchemeView& view() const { return view_; }
  const PointLinks& links(int point) const { return links_.at(static_cast<std::size_t>(point)); }

  // So many places on in the list, and round its end.
  const std::string& scheme_beside(int steps) const;
  // Likewise; from none to the first, or back to the last.
  int point_beside(int steps) const;

  // --- for Editor only ---
  // Throws Error(kNotFound) for a scheme that isn't there. `point`: as choose() takes it.
  void show(std::string_view scheme, int point = -1);
  void choose(int point);  // none where the scheme has no such point
  void set_view(const SchemeView& view) { view_ = view; }

 private:
  const SchemeLibrary* library_;
  const Scheme* scheme_;
  std::vector<PointLinks> links_;
  int point_ = -1;
  SchemeView view_;
};

}  // namespace facepoint
