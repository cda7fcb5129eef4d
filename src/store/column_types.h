// Private to store: how our values are kept in columns. Base is what SOCI exchanges without loss:
// long long, double or std::string; an empty optional is NULL. Any thread.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "landmark/keypoints.h"
#include "store/records.h"

namespace facepoint {

[[noreturn]] inline void throw_bad_column(const std::string& what) {
  throw Error(ErrorCode::kDamaged, "The project file holds " + what + ".");
}

template <class T>
struct ColumnType;

// For types whose columns are NOT NULL.
template <class T>
struct NeverNull {
  static T from_null() { throw_bad_column("nothing where a value must be"); }
};

// SOCI reads into 32 bit and less by cutting off the upper bits: exchange 64, then check.
template <std::integral T>
struct ColumnType<T> : NeverNull<T> {
  using Base = long long;
  static std::optional<Base> to_base(T value) { return static_cast<Base>(value); }
  static T from_base(Base value) {
    const T result = static_cast<T>(value);
    if (static_cast<Base>(result) != value) {
      throw_bad_column("the number " + std::to_string(value) + " where a smaller one must be");
    }
    return result;
  }
};

// SQLite turns NaN into NULL.
template <>
struct ColumnType<double> : NeverNull<double> {
  using Base = double;
  static std::optional<Base> to_base(double value) {
    if (!std::isfinite(value)) {
      throw Error(ErrorCode::kInvalidInput, "A number to be stored is not finite.");
    }
    return value;
  }
  static double from_base(double value) { return value; }
};

template <>
struct ColumnType<std::string> : NeverNull<std::string> {
  using Base = std::string;
  static std::optional<Base> to_base(std::string_view value) {
    // SOCI hands text back up to the first zero byte only.
    if (value.find('\0') != std::string_view::npos) {
      throw Error(ErrorCode::kInvalidInput, "A text to be stored contains a zero byte.");
    }
    return std::string(value);
  }
  static std::string from_base(std::string&& value) { return std::move(value); }
};

template <std::size_t N>
struct ColumnType<char[N]> : ColumnType<std::string> {};

// Absence is NULL.
template <class T>
struct ColumnType<std::optional<T>> {
  using Base = typename ColumnType<T>::Base;
  static std::optional<Base> to_base(const std::optional<T>& value) {
    if (!value) return std::nullopt;
    return ColumnType<T>::to_base(*value);
  }
  static std::optional<T> from_base(Base value) {
    return ColumnType<T>::from_base(std::move(value));
  }
  static std::optional<T> from_null() { return std::nullopt; }
};

// An id that is none is NULL, so that foreign keys hold.
template <class Tag>
struct ColumnType<Id<Tag>> {
  using Base = long long;
  static std::optional<Base> to_base(Id<Tag> id) {
    if (!id) return std::nullopt;
    return id.value;
  }
  static Id<Tag> from_base(Base value) { return {value}; }
  static Id<Tag> from_null() { return {}; }
};

// Enumerations are kept as their words.
template <class T, std::optional<T> (*parse)(const std::string&)>
struct WordColumn : NeverNull<T> {
  using Base = std::string;
  static std::optional<Base> to_base(T value) { return to_text(value); }
  static T from_base(const std::string& word) {
    const std::optional<T> value = parse(word);
    if (!value) throw_bad_column("the unknown word '" + word + "'");
    return *value;
  }
};
template <>
struct ColumnType<FaceStatus> : WordColumn<FaceStatus, face_status> {};
template <>
struct ColumnType<Author> : WordColumn<Author, author> {};
template <>
struct ColumnType<RevisionRole> : WordColumn<RevisionRole, revision_role> {};
template <>
struct ColumnType<ChangeKind> : WordColumn<ChangeKind, change_kind> {};

template <>
struct ColumnType<Keypoints> : NeverNull<Keypoints> {
  using Base = std::string;
  static std::optional<Base> to_base(const Keypoints& points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].present() && !is_finite(points[i].position)) {
        throw Error(ErrorCode::kInvalidInput,
                    "Point " + std::to_string(i) + " has no finite position.");
      }
    }
    return to_json_text(points);
  }
  static Keypoints from_base(const std::string& json) {
    try {
      return keypoints_from_json_text(json);
    } catch (const Error& failure) {
      throw_bad_column("points that cannot be read: " + failure.message());
    }
  }
};

// A JSON list.
template <>
struct ColumnType<std::vector<double>> : NeverNull<std::vector<double>> {
  using Base = std::string;
  static std::optional<Base> to_base(const std::vector<double>& values);
  static std::vector<double> from_base(const std::string& json);
};

// Indices of points, as a JSON list too.
template <>
struct ColumnType<std::vector<int>> : NeverNull<std::vector<int>> {
  using Base = std::string;
  static std::optional<Base> to_base(const std::vector<int>& values);
  static std::vector<int> from_base(const std::string& json);
};

// Words, as a JSON list too.
template <>
struct ColumnType<std::vector<std::string>> : NeverNull<std::vector<std::string>> {
  using Base = std::string;
  static std::optional<Base> to_base(const std::vector<std::string>& words);
  static std::vector<std::string> from_base(const std::string& json);
};

}  // namespace facepoint
