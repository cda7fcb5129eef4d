// dlib's own reader and writer of imglab's XML, called as the Python files beside this one are.
#include <dlib/data_io/image_dataset_metadata.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace dlib::image_dataset_metadata;
using nlohmann::json;

// `scheme` says how many points there are.
json read(const std::string& folder, const json& scheme) {
  json faces = json::array();
  dataset data;
  load_image_dataset_metadata(data, folder + "/keypoints.xml");
  for (const image& image : data.images) {
    for (const box& box : image.boxes) {
      json points = json::array();
      while (points.size() < scheme["points"].size()) points.push_back({0, 0, 0});  // absent
      std::size_t last = 0;
      for (const auto& [name, at] : box.parts) {
        if (!box.rect.contains(at)) throw std::runtime_error("a part lies outside of its box");
        // dlib sorts names as text: that must be the points' order.
        if (std::stoul(name) < last) throw std::runtime_error("part " + name + " is out of order");
        last = std::stoul(name);
        points.at(last) = {at.x(), at.y(), 2};
      }
      faces.push_back({{"image", image.filename}, {"points", points}});
    }
  }
  return faces;
}

json parsed(const std::string& file) {
  std::ifstream in(file);
  return json::parse(in);
}

void write(const std::string& folder, const json& faces) {
  dataset data;
  for (const json& face : faces) {
    const std::string name = face["image"];
    if (data.images.empty() || data.images.back().filename != name) data.images.emplace_back(name);
    box box;
    for (std::size_t i = 0; i < face["points"].size(); ++i) {
      const json& point = face["points"][i];
      if (point[2] == 0) continue;
      const dlib::point at(point[0].get<double>(), point[1].get<double>());
      box.rect += at;
      box.parts[(i < 10 ? "0" : "") + std::to_string(i)] = at;
    }
    data.images.back().boxes.push_back(box);
  }
  std::filesystem::current_path(folder);  // where it leaves its style sheet too
  save_image_dataset_metadata(data, "labels.xml");
}

}  // namespace

int main(int count, char** arguments) try {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.at(0) == "read") {
    std::cout << read(words.at(1), parsed(words.at(2))) << "\n";
  } else {
    write(words.at(1), parsed(words.at(3)));
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
