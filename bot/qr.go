package bot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/boombuler/barcode/qr"
)

// What makes a QR picture readable by any phone. ISO/IEC 18004 wants four
// modules of white round the code; with them in the picture itself it can be
// read in dark mode too, where the screen round it is black.
const (
	qrQuiet = 4   // modules
	qrSide  = 512 // pixels at least
)

// qrPicture draws a link as a PNG, black on white. A module is a whole number of
// pixels, so that edges stay sharp. Level M still reads with 15 % of it dirty or
// behind a reflection.
func qrPicture(link string) ([]byte, error) {
	code, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("qr: a link of %d bytes", len(link))
	}
	size := code.Bounds().Dx()
	whole := size + 2*qrQuiet
	module := (qrSide + whole - 1) / whole
	picture := image.NewPaletted(image.Rect(0, 0, whole*module, whole*module), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if code.At(x, y) == color.Black {
				square(picture, (x+qrQuiet)*module, (y+qrQuiet)*module, module)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("qr: png: %w", err)
	}
	return b.Bytes(), nil
}

// square blackens a module.
func square(picture *image.Paletted, x, y, side int) {
	for dy := range side {
		row := picture.Pix[picture.PixOffset(x, y+dy):]
		for dx := range side {
			row[dx] = 1
		}
	}
}
