#include "store/records.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace facepoint {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 6> kStatusWords{"labelled", "proposed", "corrected",
                                                       "approved", "rejected", "deleted"};
constexpr std::array<std::string_view, 3> kAuthorWords{"import", "person", "model"};
constexpr std::array<std::string_view, 3> kRoleWords{"label", "opinion", "adjudicated"};
constexpr std::array<std::string_view, 3> kChangeWords{"edit", "undo", "redo"};

template <class T, std::size_t N>
std::string word_of(T value, const std::array<std::string_view, N>& words) {
  return std::string(words.at(static_cast<std::size_t>(value)));
}

template <class T, std::size_t N>
std::optional<T> value_of(std::string_view word, const std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == word) return static_cast<T>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(FaceStatus status) { return word_of(status, kStatusWords); }

std::optional<FaceStatus> face_status(const std::string& text) {
  return value_of<FaceStatus>(text, kStatusWords);
}

std::string to_text(Author author) { return word_of(author, kAuthorWords); }

std::optional<Author> author(const std::string& text) {
  return value_of<Author>(text, kAuthorWords);
}

std::string to_text(RevisionRole role) { return word_of(role, kRoleWords); }

std::optional<RevisionRole> revision_role(const std::string& text) {
  return value_of<RevisionRole>(text, kRoleWords);
}

std::string to_text(ChangeKind kind) { return word_of(kind, kChangeWords); }

std::optional<ChangeKind> change_kind(const std::string& text) {
  return value_of<ChangeKind>(text, kChangeWords);
}

}  // namespace facepoint
