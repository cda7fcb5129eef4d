// The formats that facepoint knows, each from its own file. Details of each are told there.
#pragma once

#include "formats/label_format.h"

namespace facepoint {

const LabelFormat& udacity_csv_format();
const LabelFormat& pts_format();
const LabelFormat& kaggle_format();
const LabelFormat& ljson_format();
const LabelFormat& wflw_format();
const LabelFormat& hrnet_format();
const LabelFormat& coco_format();
const LabelFormat& yolo_pose_format();
const LabelFormat& dlib_xml_format();
const LabelFormat& cvat_format();
const LabelFormat& label_studio_format();
const LabelFormat& labelme_format();

}  // namespace facepoint
