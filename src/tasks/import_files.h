// Which files a source of an import has, and how they lie to each other. Reads folders, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

std::filesystem::path clean_absolute(const std::filesystem::path& path);
// "training/a.jpg"; empty if `path` does not lie below `root`.
std::string relative_text(const std::filesystem::path& path, const std::filesystem::path& root);
// All below `folder` (links to folders are followed, but not in circles; hidden ones are not
// entered), relative to it, sorted.
std::vector<std::string> all_files(const std::filesystem::path& folder);
// Whether a file of this name is worth a look when a folder is listed.
bool may_hold_labels(const std::string& path);
// Where the pictures of a label file are: the folder its name begins with ("training" for
// training_frames_keypoints.csv), or else its own.
std::string image_folder_of(const std::filesystem::path& labels, const std::filesystem::path& root);
std::string lower_case(std::string text);  // of ASCII
std::string joined(const std::string& folder, const std::string& name);

}  // namespace facepoint
