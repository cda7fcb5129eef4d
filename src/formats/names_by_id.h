// Very many names by their ids, in little more memory than the names themselves. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

class NamesById {
 public:
  // `id`: as JSON has it, "12" or "\"a\"". The first name of an id counts.
  void add(std::string_view id, std::string_view name);
  // After the last was added.
  void sort();
  std::optional<std::string_view> find(std::string_view id) const;

 private:
  struct Name {
    std::int64_t id = 0;
    std::uint64_t begin = 0;  // in names_
    std::uint32_t length = 0;
  };
  std::string names_;
  std::vector<Name> by_number_;
  std::map<std::string, std::string, std::less<>> by_text_;  // ids that are no whole numbers
};

}  // namespace facepoint
