// OpenCV's own reader of .pts, called as the Python files beside this one are. It writes none.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/face.hpp>
#include <set>

int main(int count, char** arguments) {
  namespace fs = std::filesystem;
  if (count < 3 || std::string(arguments[1]) != "read") return 2;
  const fs::path folder = arguments[2];
  std::set<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".pts") files.insert(entry.path());
  }
  nlohmann::json faces = nlohmann::json::array();
  for (const fs::path& file : files) {
    std::vector<cv::Point2f> found;
    if (!cv::face::loadFacePoints(file.string(), found, -1)) return 1;  // pixels count from 1
    nlohmann::json points = nlohmann::json::array();
    for (const cv::Point2f& at : found) points.push_back({at.x, at.y, 2});
    const fs::path stem = file.lexically_relative(folder).replace_extension();
    faces.push_back({{"image", stem.generic_string()}, {"points", points}});
  }
  std::cout << faces << "\n";
}
