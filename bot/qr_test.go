package bot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"polyphony/flows"
)

// A code that is read back by a reader that shares no line with its writer.
func TestAPhoneReadsThePicture(t *testing.T) {
	for _, link := range []string{
		"https://t.me/p_bot?start=j-4fX9kQ2mZ7aB1cD3eF5gH8", "https://t.me/b", "https://t.me/" + strings.Repeat("x", 300),
		"https://t.me/b?start=" + strings.Repeat("A1-_", 16), "https://example.org/ملاقات",
	} {
		body, err := qrPicture(link)
		if err != nil {
			t.Errorf("%s: %v", link, err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for name, seen := range map[string]image.Image{"as it is": picture, "on a black screen": framed(picture)} {
			if got, err := readQR(seen); err != nil || got != link {
				t.Errorf("%s, %s: read %q, %v", link, name, got, err)
			}
		}
	}
}

func readQR(picture image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", err
	}
	got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return "", err
	}
	return got.GetText(), nil
}

// framed is the picture as it stands in a dark chat.
func framed(picture image.Image) image.Image {
	b := picture.Bounds()
	out := image.NewGray(b.Inset(-80))
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.Set(x, y, picture.At(x, y))
		}
	}
	return out
}

func TestThePictureIsLargeWithWhiteRoundIt(t *testing.T) {
	for _, n := range []int{1, 60, 200, 900} {
		body, err := qrPicture(strings.Repeat("x", n))
		if err != nil {
			t.Fatal(err)
		}
		picture, _ := png.Decode(bytes.NewReader(body))
		b := picture.Bounds()
		if b.Dx() < qrSide || b.Dx() != b.Dy() || len(body) > 64<<10 {
			t.Errorf("%d bytes: %v, file of %d", n, b, len(body))
		}
		first := firstBlack(picture)
		module := moduleAt(picture, first)
		if first != 4*module || b.Dx()%module != 0 {
			t.Errorf("%d bytes: black begins at %d, a module is %d", n, first, module)
		}
	}
}

func black(picture image.Image, x, y int) bool {
	return color.GrayModel.Convert(picture.At(x, y)) == color.Gray{}
}

// firstBlack is where the corner pattern begins, on the diagonal.
func firstBlack(picture image.Image) int {
	for i := 0; ; i++ {
		if black(picture, i, i) {
			return i
		}
	}
}

// moduleAt measures the corner pattern's edge, which is seven modules long.
func moduleAt(picture image.Image, from int) int {
	x := from
	for black(picture, x, from) {
		x++
	}
	return (x - from) / 7
}

// What cannot be drawn is said without a picture: the text is what matters.
func TestALinkThatIsTooLongIsSaidWithoutItsPicture(t *testing.T) {
	m := message1("help", nil)
	m.QR = "https://t.me/" + strings.Repeat("x", 4000)
	if got := renderer(t).Render(m, flows.Delivery{}, now); got.file != nil || got.Plain() != "I need help" {
		t.Errorf("%v %q", got.file, got.Plain())
	}
	if _, err := qrPicture(m.QR); err == nil || strings.Contains(fmt.Sprint(err), "t.me") {
		t.Errorf("%v", err)
	}
}
