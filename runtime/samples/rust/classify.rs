// Classifies frames of raw 8-bit pixels with the library of ../model and prints one line a frame: the output, then all logits.
//
//   rustc -O classify.rs -L out -C link-args=-Wl,-rpath,out
//   ./classify < frames.raw
use std::ffi::{c_char, CStr};
use std::io::{self, Read};

#[link(name = "model")]
extern "C" {
    fn model_inputs() -> i32;
    fn model_outputs() -> i32;
    fn model_self_test() -> i32;
    fn model_last_error() -> *const c_char;
    fn model_classify_u8(input: *const u8, input_count: usize) -> i32;
    fn model_predict_u8(input: *const u8, input_count: usize, logits: *mut f32, logit_count: usize) -> i32;
}

/// What the library answered: a value from 0 up, or what it complained about.
fn answer(status: i32) -> io::Result<i32> {
    if status >= 0 {
        return Ok(status);
    }

    let text = unsafe { CStr::from_ptr(model_last_error()) };
    Err(io::Error::new(io::ErrorKind::Other, text.to_string_lossy()))
}

fn main() -> io::Result<()> {
    let (inputs, outputs) = unsafe { (model_inputs() as usize, model_outputs() as usize) };
    answer(unsafe { model_self_test() })?;
    let mut pixels = Vec::new();
    io::stdin().read_to_end(&mut pixels)?;
    let mut logits = vec![0f32; outputs];
    for frame in pixels.chunks_exact(inputs) {
        let output = answer(unsafe { model_classify_u8(frame.as_ptr(), frame.len()) })?;
        answer(unsafe { model_predict_u8(frame.as_ptr(), frame.len(), logits.as_mut_ptr(), logits.len()) })?;
        let text: Vec<String> = logits.iter().map(|logit| format!("{logit:e}")).collect();
        println!("{output} {}", text.join(" "));
    }

    Ok(())
}
