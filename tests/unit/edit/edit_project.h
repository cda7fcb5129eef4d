// A small project with real pictures on disk, for tests of the editor: four pictures of 200 x 160
// pixels. a.png has a label; b.png a label and a proposal; c.png a face that is only proposed;
// d.png no face.
#pragma once

#include <cmath>
#include <string>

#include "edit/editor.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "support/temp_dir.h"

namespace facepoint::test {

// 68 points on a spiral: every one apart from every other, all inside the picture.
inline Keypoints spiral_points(Point middle = {100, 80}) {
  std::vector<Point> points;
  for (int i = 0; i < 68; ++i) {
    const double angle = i * 0.7;
    const double radius = 8 + i * 0.9;
    points.push_back({std::round(middle.x + radius * std::cos(angle)),
                      std::round(middle.y + radius * std::sin(angle))});
  }
  return make_keypoints(points);
}

inline Picture plain_picture(int width, int height) {
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.pixels.resize(picture.row_bytes() * height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.row(y)[3 * x] = static_cast<std::uint8_t>(x);
      picture.row(y)[3 * x + 1] = static_cast<std::uint8_t>(y);
      picture.row(y)[3 * x + 2] = 90;
    }
  }
  return picture;
}

struct EditProject {
  TempDir folder;
  std::filesystem::path path = folder / "test.facepoint";
  ImageId a, b, c, d;
  FaceId face_a, face_b, face_c;
  MainQueue queue;

  EditProject() {
    Project project = Project::create(path);
    const DatasetId dataset = add_dataset(project, {{}, "set", folder.path().string(), "ibug68"});
    const auto image = [&](const std::string& name) {
      save_picture(folder / name, plain_picture(200, 160));
      Image record;
      record.dataset = dataset;
      record.path = name;
      record.width = 200;
      record.height = 160;
      record.format = "png";
      record.identity = "Person_" + name.substr(0, 1);
      return add_image(project, record);
    };
    const auto face = [&](ImageId of, FaceStatus status, bool labelled) {
      NewFace added{of, "ibug68", bounding_box(spiral_points()), status, {}, "labels.csv"};
      if (labelled) added.points = spiral_points();
      return add_face(project, added).face;
    };
    a = image("a.png");
    b = image("b.png");
    c = image("c.png");
    d = image("d.png");
    face_a = face(a, FaceStatus::kLabelled, true);
    face_b = face(b, FaceStatus::kLabelled, true);
    face_c = face(c, FaceStatus::kProposed, false);
    const auto propose = [&](FaceId of) {
      Proposal proposal;
      proposal.face = of;
      proposal.points = spiral_points({103, 82});
      proposal.confidence.assign(68, 0.8);
      proposal.score = 0.9;
      add_proposal(project, proposal);
    };
    propose(face_b);
    propose(face_c);
  }

  // Another connection, as another program would have it.
  Project open() const { return Project::open(path); }
  Keypoints stored_points(FaceId face) const {
    Project project = open();
    return get_revision(project, get_face(project, face).current).points;
  }
  std::int64_t stored_changes() const {
    Project project = open();
    return static_cast<std::int64_t>(changes(project, 1000).size());
  }
};

}  // namespace facepoint::test
