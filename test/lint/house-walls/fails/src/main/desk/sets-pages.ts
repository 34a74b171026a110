import type pdfMake from 'pdfmake'; // breaks

export type Pages = typeof pdfMake;
